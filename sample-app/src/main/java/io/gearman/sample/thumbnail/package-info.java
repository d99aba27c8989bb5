/** The function {@code thumbnail}: a CPU-heavy job that reports progress, and the endpoint that streams it. */
@NullMarked
package io.gearman.sample.thumbnail;

import org.jspecify.annotations.NullMarked;
