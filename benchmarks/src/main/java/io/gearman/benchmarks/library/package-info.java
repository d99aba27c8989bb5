/** Our client and worker, measured as {@code benchmarks/libgearman/library.c} measures libgearman: on the same job server. */
@NullMarked
package io.gearman.benchmarks.library;

import org.jspecify.annotations.NullMarked;
