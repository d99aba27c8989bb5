/** Gearman's map/reduce: a text of any size is cut into chunks, counted by parallel jobs and merged. */
@NullMarked
package io.gearman.sample.wordcount;

import org.jspecify.annotations.NullMarked;
