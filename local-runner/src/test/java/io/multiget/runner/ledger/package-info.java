/**
 * The whole system against a ledger: a workload whose outcome is known line by line before it runs, and three counts that
 * must agree with it (status, SQL, the workload itself). The truth is drawn from the simulator's catalogue and shares
 * nothing with the code it judges.
 *
 * <p>Start with {@code Workload} and {@code Ledger}.
 */
@NullMarked
package io.multiget.runner.ledger;

import org.jspecify.annotations.NullMarked;
