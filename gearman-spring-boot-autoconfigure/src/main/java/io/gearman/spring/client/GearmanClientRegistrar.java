package io.gearman.spring.client;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/** Registers a bean, named as its interface, for each typed client that an annotation asks for. */
class GearmanClientRegistrar implements ImportBeanDefinitionRegistrar {

    private final ClientInterfaceScanner scanner;

    private final Environment environment;

    private final @Nullable ClassLoader classLoader;

    GearmanClientRegistrar(Environment environment, ResourceLoader resourceLoader) {
        this.environment = environment;
        this.classLoader = resourceLoader.getClassLoader();
        this.scanner = new ClientInterfaceScanner(environment, resourceLoader);
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        MergedAnnotation<EnableGearmanClients> enable =
                importing.getAnnotations().get(EnableGearmanClients.class);
        if (enable.isPresent()) {
            basePackages(enable, importing).stream()
                    .flatMap(this.scanner::interfaceNames)
                    .forEach((name) -> registerFound(name, registry));
        }
        MergedAnnotation<ImportGearmanClients> types =
                importing.getAnnotations().get(ImportGearmanClients.class);
        if (types.isPresent()) {
            Arrays.stream(types.getClassArray("types")).forEach((type) -> register(type, registry));
        }
    }

    private Set<String> basePackages(MergedAnnotation<EnableGearmanClients> enable, AnnotationMetadata importing) {
        Set<String> packages = new LinkedHashSet<>();
        Stream.of(enable.getStringArray("basePackages"))
                .map(this.environment::resolveRequiredPlaceholders)
                .forEach(packages::add);
        Stream.of(enable.getClassArray("basePackageClasses"))
                .map(ClassUtils::getPackageName)
                .forEach(packages::add);
        if (packages.isEmpty()) {
            packages.add(ClassUtils.getPackageName(importing.getClassName()));
        }
        return packages;
    }

    /** What was only found may be a base of interfaces, with types left open; nobody asked for a client of that. */
    private void registerFound(String name, BeanDefinitionRegistry registry) {
        Class<?> type = ClassUtils.resolveClassName(name, this.classLoader);
        if (type.getTypeParameters().length == 0) {
            register(type, registry);
        }
    }

    private static void register(Class<?> type, BeanDefinitionRegistry registry) {
        if (registry.containsBeanDefinition(type.getName())) {
            return;
        }
        RootBeanDefinition definition = new RootBeanDefinition(GearmanClientFactoryBean.class);
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, type);
        definition.setTargetType(ResolvableType.forClassWithGenerics(GearmanClientFactoryBean.class, type));
        definition.setAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE, type);
        definition.setPrimary(true);
        registry.registerBeanDefinition(type.getName(), definition);
    }
}
