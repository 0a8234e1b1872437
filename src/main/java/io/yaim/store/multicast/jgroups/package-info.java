/// How nodes find and reach each other, by JGroups.
@NullMarked
package io.yaim.store.multicast.jgroups;

import org.jspecify.annotations.NullMarked;
