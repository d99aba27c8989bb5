package io.gearman.server.cli;

import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/**
 * The signals that steer gearmand. The JDK has them in the package {@code sun.misc} only, which the compiler warns of in a
 * way that cannot be silenced; hence the reflection.
 */
enum Signals {
    TERM,
    INT,
    HUP,
    USR1;

    /** From now on gives all signals to the handler, on threads of the JVM. */
    static void handle(Consumer<Signals> handler) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            for (Signals signal : values()) {
                Object proxy = Proxy.newProxyInstance(
                        Signals.class.getClassLoader(), new Class<?>[] {handlerType}, (self, method, arguments) -> {
                            if (!method.getName().equals("handle")) {
                                throw new UnsupportedOperationException(method.toString());
                            }
                            handler.accept(signal);
                            return null;
                        });
                signalType
                        .getMethod("handle", signalType, handlerType)
                        .invoke(null, signalType.getConstructor(String.class).newInstance(signal.name()), proxy);
            }
        } catch (ReflectiveOperationException ex) {
            throw new StartException("This JVM cannot handle signals; the module jdk.unsupported is needed", ex);
        }
    }
}
