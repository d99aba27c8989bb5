/**
 * Tests of the wire format. The bytes they feed are built by {@link io.gearman.protocol.RawFrame} and judged by {@link
 * io.gearman.protocol.ModelParser}, neither of which uses the code under test.
 */
@NullMarked
package io.gearman.protocol;

import org.jspecify.annotations.NullMarked;
