/// The way of an operator into a running node: a local socket for the owner of the state directory.
///
/// `admin.sock` in the state directory, readable and writable by the owner alone; where the path is
/// longer than the system allows, the socket lies in a directory of its own and `admin.path` says
/// where. A connection has one request, a JSON object on one line:
///
/// ```json
/// {"command":"swap","arguments":{"kind":"gateway","bundle":"gateway-http"}}
/// ```
///
/// The node answers with lines: any number of `{"event":{…}}`, then one `{"result":{…}}` or
/// `{"error":{"code":…,"message":…,"fix":…}}`, and closes. The codes are those of
/// [dev.atoll.kernel.launcher.KernelException.Code]. A client that goes away ends nothing. Each
/// request and its outcome is a line of `logs/admin.jsonl`.
@NullMarked
package dev.atoll.kernel.admin;

import org.jspecify.annotations.NullMarked;
