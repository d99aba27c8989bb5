package io.gearman.server.engine;

/**
 * What peers may make the engine keep. What is beyond a limit is refused with an error.
 *
 * @param maxFunctions the most functions at once; when that many are known, a new one takes the place of one that has
 *     neither jobs nor workers nor limits of its own
 * @param maxFunctionName the longest name of a function, in bytes
 * @param maxAbilities the most functions that one connection can do
 * @param maxQueue the most jobs of a function, running ones included, unless {@code maxqueue} says otherwise; 0 for any
 *     number
 * @param maxMemory how many bytes jobs and buffers may have together before new jobs are refused
 */
public record EngineLimits(int maxFunctions, int maxFunctionName, int maxAbilities, int maxQueue, long maxMemory) {

    /** 16384 functions, names of 512 bytes, 1024 functions a connection; queues and memory without limit. */
    public static final EngineLimits DEFAULT = new EngineLimits(16_384, 512, 1024, 0, Long.MAX_VALUE);
}
