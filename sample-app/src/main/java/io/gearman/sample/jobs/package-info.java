/** What became of a job: looked up by its handle while the server knows it, in the log when it failed. */
@NullMarked
package io.gearman.sample.jobs;

import org.jspecify.annotations.NullMarked;
