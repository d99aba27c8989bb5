package io.gearman.spring.annotation;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.annotation.SimpleReflectiveProcessor;

/** Keeps a function's method, and the types that JSON is bound to in its signature, reachable in a native image. */
class GearmanFunctionReflectiveProcessor extends SimpleReflectiveProcessor {

    private final BindingReflectionHintsRegistrar bindings = new BindingReflectionHintsRegistrar();

    @Override
    protected void registerMethodHint(ReflectionHints hints, Method method) {
        super.registerMethodHint(hints, method);
        for (Type parameterType : method.getGenericParameterTypes()) {
            this.bindings.registerReflectionHints(hints, parameterType);
        }
        if (method.getReturnType() != void.class) {
            this.bindings.registerReflectionHints(hints, method.getGenericReturnType());
        }
    }
}
