package io.gearman.spring.boot.autoconfigure;

import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches when {@code gearman.servers} names no server, in whichever way a list can be written. */
class OnNoServersCondition extends SpringBootCondition {

    private static final String PROPERTY = "gearman.servers";

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        List<String> servers = Binder.get(context.getEnvironment())
                .bind(PROPERTY, Bindable.listOf(String.class))
                .orElse(List.of());
        ConditionMessage.Builder message = ConditionMessage.forCondition("Embedded Gearman server");
        return servers.isEmpty()
                ? ConditionOutcome.match(message.didNotFind("property").items(PROPERTY))
                : ConditionOutcome.noMatch(message.found("property").items(PROPERTY));
    }
}
