/** Job servers that Docker Compose runs. Uses Spring Boot's support for it; nothing else uses this package. */
@NullMarked
package io.gearman.spring.boot.autoconfigure.docker.compose;

import org.jspecify.annotations.NullMarked;
