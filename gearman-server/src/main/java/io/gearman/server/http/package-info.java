/**
 * HTTP: the monitor port with metrics and health. Needs Netty's HTTP codec and Micrometer's Prometheus
 * registry on the class path, but only when a server is told to use it.
 */
@NullMarked
package io.gearman.server.http;

import org.jspecify.annotations.NullMarked;
