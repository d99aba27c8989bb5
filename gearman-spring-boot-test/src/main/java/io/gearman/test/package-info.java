/**
 * A job server for tests, and what it has seen of each job. Uses the job server and, for its extension, JUnit; knows no Spring.
 */
@NullMarked
package io.gearman.test;

import org.jspecify.annotations.NullMarked;
