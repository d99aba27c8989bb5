/**
 * The text protocol: what each command of a line does, and its reply to the byte. Uses the engine's
 * {@link io.gearman.server.engine.Administration}; knows no channel.
 */
@NullMarked
package io.gearman.server.admin;

import org.jspecify.annotations.NullMarked;
