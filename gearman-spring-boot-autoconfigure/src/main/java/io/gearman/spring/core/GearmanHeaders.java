package io.gearman.spring.core;

/** Names of the headers that a function's method may receive with {@code @Header}. */
public final class GearmanHeaders {

    /** The handle that the job server gave the job. */
    public static final String HANDLE = "gearman_handle";

    /** The unique of the job, empty if the client gave none. */
    public static final String UNIQUE = "gearman_unique";

    /** The name of the function. */
    public static final String FUNCTION = "gearman_function";

    private GearmanHeaders() {}
}
