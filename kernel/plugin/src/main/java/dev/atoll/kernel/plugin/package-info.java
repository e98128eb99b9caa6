/// What authors and operators of plugins do: begin, test, sign, publish, install.
@NullMarked
package dev.atoll.kernel.plugin;

import org.jspecify.annotations.NullMarked;
