package io.gearman.spring.event;

/**
 * A function has been added to those that this application serves, by an annotation or by hand. Published once for each
 * function, when the workers start or, for a function that is added later, at once.
 */
public class GearmanFunctionRegisteredEvent extends GearmanFunctionEvent {

    private static final long serialVersionUID = 1L;

    /**
     * Create the event.
     *
     * @param source the {@code GearmanWorkerContainer} of the function
     * @param function name of the function
     */
    public GearmanFunctionRegisteredEvent(Object source, String function) {
        super(source, function);
    }
}
