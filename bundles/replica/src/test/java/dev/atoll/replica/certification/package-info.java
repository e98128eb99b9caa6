@NullMarked
package dev.atoll.replica.certification;

import org.jspecify.annotations.NullMarked;
