/// One round: which messages run in which order, and where their results go.
@NullMarked
package dev.atoll.replica.scheduler;

import org.jspecify.annotations.NullMarked;
