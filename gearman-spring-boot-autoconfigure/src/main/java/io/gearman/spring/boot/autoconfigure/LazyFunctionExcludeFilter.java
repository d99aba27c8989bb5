package io.gearman.spring.boot.autoconfigure;

import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.annotation.GearmanFunctions;
import io.gearman.spring.worker.GearmanWorkerRegistry;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * Keeps {@code spring.main.lazy-initialization} from silencing the workers: nobody asks for a bean that only serves
 * functions, so it would never be created.
 */
class LazyFunctionExcludeFilter implements LazyInitializationExcludeFilter {

    @Override
    public boolean isExcluded(String beanName, BeanDefinition beanDefinition, Class<?> beanType) {
        return GearmanWorkerRegistry.class.isAssignableFrom(beanType) || hasFunctions(beanType);
    }

    private static boolean hasFunctions(Class<?> beanType) {
        if (!AnnotationUtils.isCandidateClass(beanType, List.of(GearmanFunction.class, GearmanFunctions.class))) {
            return false;
        }
        Map<Method, Boolean> methods = MethodIntrospector.selectMethods(
                beanType, (MethodIntrospector.MetadataLookup<Boolean>) LazyFunctionExcludeFilter::functionOrNull);
        return !methods.isEmpty();
    }

    private static @Nullable Boolean functionOrNull(Method method) {
        return AnnotatedElementUtils.hasAnnotation(method, GearmanFunction.class)
                        || AnnotatedElementUtils.hasAnnotation(method, GearmanFunctions.class)
                ? Boolean.TRUE
                : null;
    }
}
