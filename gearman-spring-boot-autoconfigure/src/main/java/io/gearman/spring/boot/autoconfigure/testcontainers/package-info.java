/** Job servers that Testcontainers runs. Uses Spring Boot's support for it; nothing else uses this package. */
@NullMarked
package io.gearman.spring.boot.autoconfigure.testcontainers;

import org.jspecify.annotations.NullMarked;
