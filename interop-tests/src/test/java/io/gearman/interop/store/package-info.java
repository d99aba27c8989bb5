/** The durable stores of the job server, with real database servers behind them that can be killed. */
@NullMarked
package io.gearman.interop.store;

import org.jspecify.annotations.NullMarked;
