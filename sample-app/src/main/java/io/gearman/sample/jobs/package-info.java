/** What a job server knows about a job, looked up by its handle. */
@NullMarked
package io.gearman.sample.jobs;

import org.jspecify.annotations.NullMarked;
