package io.gearman.spring.boot.autoconfigure;

import io.gearman.spring.worker.GearmanWorkerRegistry;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Tells whoever has settings for functions that the application does not serve: a mistyped name would otherwise leave the function
 * with its defaults, and nobody would know.
 *
 * @param configured the names that have settings
 * @param registry knows the functions that are served
 */
record UnservedFunctionWarning(Set<String> configured, GearmanWorkerRegistry registry)
        implements ApplicationListener<ApplicationReadyEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(UnservedFunctionWarning.class);

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        Set<String> served = this.registry.getContainers().stream()
                .map((container) -> container.endpoint().function())
                .collect(Collectors.toCollection(TreeSet::new));
        this.configured.stream()
                .filter((function) -> !served.contains(function))
                .sorted()
                .forEach((function) -> LOG.warn(
                        "gearman.worker.functions.{} sets up a function that this application does not serve (it serves {})."
                                + " Is the name right? One with dots is written gearman.worker.functions[{}]",
                        function,
                        served,
                        function));
    }
}
