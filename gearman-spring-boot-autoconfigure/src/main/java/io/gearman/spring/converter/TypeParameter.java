package io.gearman.spring.converter;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.ClassUtils;

/**
 * A generic type in the guise of a method's return value: the only form in which Spring's message converters take a hint
 * of what a payload is to be.
 */
class TypeParameter extends MethodParameter {

    private static final Method SOME_METHOD =
            ClassUtils.getMethod(PayloadConverter.class, "fromBytes", byte[].class, ParameterizedTypeReference.class);

    private final Type type;

    private final Class<?> rawType;

    TypeParameter(Type type, Class<?> rawType) {
        super(SOME_METHOD, -1);
        this.type = type;
        this.rawType = rawType;
    }

    @Override
    public Class<?> getParameterType() {
        return this.rawType;
    }

    @Override
    public Type getGenericParameterType() {
        return this.type;
    }

    @Override
    public Type getNestedGenericParameterType() {
        return this.type;
    }
}
