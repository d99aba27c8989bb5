package io.gearman.sample.web;

import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Leaves every request body to the controllers. */
@Configuration(proxyBeanMethods = false)
class RawBodies {

    /**
     * {@code curl --data-binary @file} labels any file as a form. Tomcat would read it as form parameters as soon as
     * somebody asks for {@code ?top=}, and the controller would find the body gone.
     */
    @Bean
    TomcatConnectorCustomizer noFormBodies() {
        return connector -> connector.setParseBodyMethods("");
    }
}
