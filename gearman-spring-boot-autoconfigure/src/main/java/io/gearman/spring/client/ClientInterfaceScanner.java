package io.gearman.spring.client;

import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.annotation.GearmanFunctions;
import java.io.IOException;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/** Finds the interfaces that call functions, without loading their classes. */
class ClientInterfaceScanner extends ClassPathScanningCandidateComponentProvider {

    ClientInterfaceScanner(Environment environment, ResourceLoader resourceLoader) {
        super(false, environment);
        setResourceLoader(resourceLoader);
        addIncludeFilter(ClientInterfaceScanner::callsFunctions);
    }

    Stream<String> interfaceNames(String basePackage) {
        return findCandidateComponents(basePackage).stream()
                .map(BeanDefinition::getBeanClassName)
                .sorted();
    }

    @Override
    protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
        return definition.getMetadata().isIndependent();
    }

    private static boolean callsFunctions(MetadataReader reader, MetadataReaderFactory readers) throws IOException {
        AnnotationMetadata metadata = reader.getAnnotationMetadata();
        if (!metadata.isInterface() || metadata.isAnnotation()) {
            return false;
        }
        if (metadata.hasAnnotatedMethods(GearmanFunction.class.getName())
                || metadata.hasAnnotatedMethods(GearmanFunctions.class.getName())) {
            return true;
        }
        for (String parent : metadata.getInterfaceNames()) {
            if (!parent.startsWith("java.") && callsFunctions(readers.getMetadataReader(parent), readers)) {
                return true;
            }
        }
        return false;
    }
}
