package io.gearman.interop.crash;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What was seen of a server between its start and its end. Safe for use by several threads. */
final class Life {

    /** The key of each acknowledged background job, by its number. */
    final Map<Long, Long> acknowledged = new ConcurrentHashMap<>();

    /** The fingerprint of each job that a worker got, by its number. */
    final Map<Long, Long> assigned = new ConcurrentHashMap<>();

    /** When a worker ended a job, in {@link System#nanoTime()}, by its number. */
    final Map<Long, Long> ended = new ConcurrentHashMap<>();

    /** The numbers that the drain after the start gave back, in their order. */
    final List<Long> drained = Collections.synchronizedList(new ArrayList<>());

    /** What must not be, in words. */
    final List<String> faults = Collections.synchronizedList(new ArrayList<>());

    /** When something was acknowledged or assigned last. */
    volatile long lastNanos;
}
