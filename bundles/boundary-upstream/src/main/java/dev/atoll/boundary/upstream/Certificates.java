package dev.atoll.boundary.upstream;

import dev.atoll.boundary.upstream.PendingCalls.Pending;
import dev.atoll.boundary.upstream.Upstream.Answer;
import dev.atoll.types.Bytes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Waits for the certificate of one call, at the node that took it and then at the others.
///
/// The call is submitted again, to the interface that waits: the node knows it by its id and only
/// tells what became of it. Runs on threads of the HTTP client.
final class Certificates {

  private final Pending call;
  private final String path;
  private final List<Upstream> upstreams = new ArrayList<>();
  private final CompletableFuture<Bytes> result = new CompletableFuture<>();

  Certificates(Pending call, String version, Forwarding forwarding) {
    this.call = call;
    this.path =
        "api/%s/%s/call"
            .formatted(call.scope().startsWith("subnet/") ? "v4" : version, call.scope());
    upstreams.add(call.upstream());
    forwarding.pool().inTurn().stream()
        .filter(u -> !u.equals(call.upstream()))
        .forEach(upstreams::add);
  }

  /// Cancel it to give up.
  CompletableFuture<Bytes> await() {
    ask(upstreams.iterator());
    return result;
  }

  private void ask(Iterator<Upstream> rest) {
    if (result.isDone()) {
      return; // nobody waits any more
    }
    if (!rest.hasNext()) {
      result.completeExceptionally(new IllegalStateException("no upstream node answers"));
      return;
    }
    Upstream upstream = rest.next();
    CompletableFuture<Answer> answer = upstream.postLater(path, call.envelope());
    var _ =
        answer.whenComplete(
            (given, failure) -> {
              if (failure != null || given.isOfTheNode()) {
                ask(rest);
              } else {
                given(given);
              }
            });
    var _ = result.whenComplete((_, _) -> answer.cancel(true));
  }

  private void given(Answer answer) {
    try {
      Optional<Bytes> certificate = Documents.certificate(answer);
      if (certificate.isPresent()) {
        result.complete(certificate.get());
      } else {
        ask(upstreams.iterator()); // it waited as long as it does: again
      }
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
    }
  }
}
