/**
 * Works Gearman jobs: {@link io.gearman.worker.GearmanWorker} registers functions at job servers, asks for jobs while it
 * has free slots and sends their results. May use {@code io.gearman.protocol} and {@code io.gearman.transport}, nothing of
 * {@code io.gearman.client}.
 */
@NullMarked
package io.gearman.worker;

import org.jspecify.annotations.NullMarked;
