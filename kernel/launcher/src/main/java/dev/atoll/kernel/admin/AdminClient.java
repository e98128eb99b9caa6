package dev.atoll.kernel.admin;

import dev.atoll.kernel.launcher.Json;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Asks a running node.
public final class AdminClient {

  private AdminClient() {}

  /// Sends a request and waits for its result.
  ///
  /// @param events is told of each event as it comes
  /// @throws KernelException what the node said, or that none answers
  public static Map<String, Object> ask(
      Path stateDirectory,
      String command,
      Map<String, Object> arguments,
      Consumer<Map<String, Object>> events) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("command", command);
    request.put("arguments", arguments);
    try (SocketChannel connection = SocketChannel.open(AdminAddress.find(stateDirectory));
        Writer out = Channels.newWriter(connection, StandardCharsets.UTF_8);
        BufferedReader in =
            new BufferedReader(Channels.newReader(connection, StandardCharsets.UTF_8))) {
      out.write(Json.line(request) + "\n");
      out.flush();
      for (String line; (line = in.readLine()) != null; ) {
        Map<String, Object> answer = Json.parse(line);
        if (answer.get("event") instanceof Map<?, ?> event) {
          events.accept(texts(event));
        } else if (answer.get("result") instanceof Map<?, ?> result) {
          return texts(result);
        } else if (answer.get("error") instanceof Map<?, ?> error) {
          throw exception(texts(error));
        }
      }
    } catch (IOException e) {
      throw new KernelException(
          Code.NOT_RUNNING,
          "no node answers on %s: %s".formatted(stateDirectory, e.getMessage()),
          "start one with: atoll up",
          e);
    }
    throw new KernelException(
        Code.NOT_RUNNING,
        "the node on %s ended before it answered".formatted(stateDirectory),
        "start it again with: atoll up");
  }

  private static KernelException exception(Map<String, Object> error) {
    return new KernelException(
        Code.of(String.valueOf(error.get("code"))),
        String.valueOf(error.get("message")),
        String.valueOf(error.get("fix")));
  }

  private static Map<String, Object> texts(Map<?, ?> map) {
    Map<String, Object> texts = new LinkedHashMap<>();
    map.forEach((key, value) -> texts.put(String.valueOf(key), value));
    return texts;
  }
}
