@NullMarked
package dev.atoll.replica.query;

import org.jspecify.annotations.NullMarked;
