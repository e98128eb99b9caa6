package dev.atoll.boundary.upstream;

import dev.atoll.spi.kernel.ByteSize;
import dev.atoll.spi.kernel.Default;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// What an operator may set.
///
/// @param upstreams the URLs of the nodes, separated by commas, such as `http://10.0.0.1:8000`; all
///     of one subnet
/// @param rootKey what `root_key` of each upstream must be, in hexadecimal; empty for that of the
///     first one that answers
/// @param probeInterval how often each upstream is asked how it is
/// @param probeTimeout how long it may take to say so
/// @param connectTimeout how long a connection may take
/// @param requestTimeout how long an upstream may take to answer a request; then the next is asked
/// @param answerBodyMax the largest answer that is passed on
/// @param pendingBytesMax what the calls whose answers may be asked for take together
public record UpstreamConfig(
    @Default("http://127.0.0.1:8000") String upstreams,
    @Default("") String rootKey,
    @Default("2s") Duration probeInterval,
    @Default("2s") Duration probeTimeout,
    @Default("2s") Duration connectTimeout,
    @Default("30s") Duration requestTimeout,
    @Default("16MiB") ByteSize answerBodyMax,
    @Default("64MiB") ByteSize pendingBytesMax) {

  private static final Duration TIMEOUT_MAX = Duration.ofHours(1);

  public UpstreamConfig {
    checkTimeout("probe-interval", probeInterval);
    checkTimeout("probe-timeout", probeTimeout);
    checkTimeout("connect-timeout", connectTimeout);
    checkTimeout("request-timeout", requestTimeout);
    if (!rootKey.matches("([0-9a-f]{2})*")) {
      throw new IllegalArgumentException(
          "root-key is '%s', expected hexadecimal in lower case".formatted(rootKey));
    }
    urls(upstreams);
  }

  List<URI> urls() {
    return urls(upstreams);
  }

  private static List<URI> urls(String upstreams) {
    List<URI> urls =
        Arrays.stream(upstreams.split(",", -1))
            .map(String::strip)
            .map(text -> URI.create(text.endsWith("/") ? text : text + "/"))
            .toList();
    for (URI url : urls) {
      if (!("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
          || url.getHost() == null) {
        throw new IllegalArgumentException(
            "upstreams has '%s', expected URLs such as http://10.0.0.1:8000".formatted(url));
      }
    }
    return urls;
  }

  private static void checkTimeout(String key, Duration timeout) {
    if (!timeout.isPositive() || timeout.compareTo(TIMEOUT_MAX) > 0) {
      throw new IllegalArgumentException(
          "%s is %s, expected more than 0 and at most %s".formatted(key, timeout, TIMEOUT_MAX));
    }
  }
}
