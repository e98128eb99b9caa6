/// Products as their users run them: processes, with clients that others wrote. And the walls
/// between the modules, which no single module can check.
@NullMarked
package dev.atoll.itests;

import org.jspecify.annotations.NullMarked;
