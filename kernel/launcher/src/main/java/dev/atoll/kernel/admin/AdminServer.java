package dev.atoll.kernel.admin;

import dev.atoll.kernel.launcher.Json;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers requests on the socket of a state directory, each on a thread of its own.
public final class AdminServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);

  /// What a request may have; all that there are have some hundred.
  private static final int REQUEST_CHARS_MAX = 64 * 1024;

  private final Path stateDirectory;

  private final UnixDomainSocketAddress address;

  private final ServerSocketChannel listener;

  private final TreeMap<String, AdminCommand> commands = new TreeMap<>();

  private final AuditLog audit;

  private AdminServer(
      Path stateDirectory,
      UnixDomainSocketAddress address,
      ServerSocketChannel listener,
      List<AdminCommand> commands,
      AuditLog audit) {
    this.stateDirectory = stateDirectory;
    this.address = address;
    this.listener = listener;
    this.audit = audit;
    commands.forEach(command -> this.commands.put(command.name(), command));
  }

  /// Listens until it is closed.
  ///
  /// @param logs the directory of the audit log
  /// @throws IOException if there cannot be a socket
  public static AdminServer open(
      Path stateDirectory, Path logs, Clock clock, List<AdminCommand> commands) throws IOException {
    UnixDomainSocketAddress address = AdminAddress.claim(stateDirectory);
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      listener.bind(address);
      Files.setPosixFilePermissions(address.getPath(), AdminAddress.OWNER_ALONE);
    } catch (IOException | RuntimeException e) {
      listener.close();
      throw e;
    }
    AdminServer server =
        new AdminServer(
            stateDirectory,
            address,
            listener,
            commands,
            new AuditLog(logs.resolve("admin.jsonl"), clock));
    Thread.ofPlatform().daemon().name("admin").start(server::accept);
    return server;
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        SocketChannel connection = listener.accept();
        Thread.ofPlatform().daemon().name("admin-request").start(() -> serve(connection));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.warn("admin socket: {}", e.toString());
      }
    }
  }

  private void serve(SocketChannel connection) {
    try (connection;
        BufferedReader in =
            new BufferedReader(Channels.newReader(connection, StandardCharsets.UTF_8));
        Writer out = Channels.newWriter(connection, StandardCharsets.UTF_8)) {
      Answers answers = new Answers(out);
      answers.last(answer(line(in), answers));
    } catch (IOException e) {
      LOG.debug("admin connection ends: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String line(BufferedReader in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c; (c = in.read()) >= 0 && c != '\n'; ) {
      if (line.length() == REQUEST_CHARS_MAX) {
        throw new IOException("a request of more than %d characters".formatted(REQUEST_CHARS_MAX));
      }
      line.append((char) c);
    }
    return line.toString();
  }

  private Map<String, Object> answer(String request, Answers answers) throws InterruptedException {
    Map<String, Object> parsed;
    try {
      parsed = Json.parse(request);
    } catch (IOException e) {
      return error(
          new KernelException(
              Code.BAD_REQUEST, "the request is " + e.getMessage(), "send one JSON object a line"));
    }
    String name = String.valueOf(parsed.get("command"));
    Map<String, Object> arguments = new LinkedHashMap<>();
    if (parsed.get("arguments") instanceof Map<?, ?> given) {
      given.forEach((key, value) -> arguments.put(String.valueOf(key), value));
    }
    long begin = System.nanoTime();
    try {
      Map<String, Object> result = run(name, arguments, answers);
      audit.done(name, arguments, System.nanoTime() - begin);
      return Map.of("result", result);
    } catch (KernelException e) {
      audit.failed(name, arguments, System.nanoTime() - begin, e);
      return error(e);
    } catch (RuntimeException e) {
      LOG.error("admin command {} failed", name, e);
      KernelException internal =
          new KernelException(Code.INTERNAL, e.toString(), "see logs/atoll.log", e);
      audit.failed(name, arguments, System.nanoTime() - begin, internal);
      return error(internal);
    }
  }

  private Map<String, Object> run(String name, Map<String, Object> arguments, Answers answers)
      throws InterruptedException {
    @Nullable AdminCommand command = commands.get(name);
    if (command == null) {
      throw new KernelException(
          Code.BAD_REQUEST,
          "command \"%s\" is unknown, this node has: %s"
              .formatted(name, String.join(", ", commands.keySet())),
          "use the command line of the version that runs");
    }
    return command.run(arguments, answers::event);
  }

  private static Map<String, Object> error(KernelException e) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", e.code().text());
    error.put("message", String.valueOf(e.getMessage()));
    error.put("fix", e.fix());
    return Map.of("error", error);
  }

  /// The lines of one answer; a client that has gone gets none, and nothing ends because of it.
  private static final class Answers {

    private final Writer out;

    Answers(Writer out) {
      this.out = out;
    }

    void event(Map<String, Object> event) {
      try {
        last(Map.of("event", event));
      } catch (IOException e) {
        LOG.debug("admin client has gone: {}", e.toString());
      }
    }

    synchronized void last(Map<String, Object> line) throws IOException {
      out.write(Json.line(line) + "\n");
      out.flush();
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      AdminAddress.release(stateDirectory, address);
    } catch (IOException e) {
      LOG.warn("admin socket is not deleted: {}", e.toString());
    }
  }
}
