/**
 * JMH benchmarks of single parts. They may use everything; nothing uses them.
 */
@NullMarked
package io.gearman.benchmarks;

import org.jspecify.annotations.NullMarked;
