/// What wrong engines share: all that they do right.
@NullMarked
package dev.atoll.itests.engine;

import org.jspecify.annotations.NullMarked;
