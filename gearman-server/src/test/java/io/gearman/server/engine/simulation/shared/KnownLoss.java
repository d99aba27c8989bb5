package io.gearman.server.engine.simulation.shared;

/**
 * The one case in which an acknowledged job is lost (docs/high-availability.md): its server could not settle a save of which only
 * clients of others had heard.
 */
final class KnownLoss {

    static final boolean IS_TOLERATED = !Boolean.getBoolean("gearman.simulation.strict");

    private KnownLoss() {}
}
