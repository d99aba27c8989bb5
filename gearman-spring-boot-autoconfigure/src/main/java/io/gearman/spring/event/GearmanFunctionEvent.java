package io.gearman.spring.event;

import org.springframework.context.ApplicationEvent;

/** Something happened to a function that this application serves. */
public abstract class GearmanFunctionEvent extends ApplicationEvent {

    private static final long serialVersionUID = 1L;

    private final String function;

    GearmanFunctionEvent(Object source, String function) {
        super(source);
        this.function = function;
    }

    /**
     * Return which function it is.
     *
     * @return name of the function
     */
    public String getFunction() {
        return this.function;
    }
}
