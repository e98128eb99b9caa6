package dev.atoll.execution.jvm.compiler;

import static java.lang.classfile.ClassFile.ACC_ABSTRACT;
import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.classfile.ClassFile.ACC_STATIC;

import dev.atoll.wasm.ExternalType;
import dev.atoll.wasm.FunctionBody;
import dev.atoll.wasm.ValueType;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes the class files of a module by their names, see [Names]. Callable from any thread.
final class GeneratedClasses {

  private static final MethodTypeDesc OF_FUNCTION =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);
  private static final MethodTypeDesc ENTER =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int, Names.CONTEXT);
  private static final MethodTypeDesc LINK =
      MethodTypeDesc.of(
          Names.FUNCTION_REFERENCE, ConstantDescs.CD_Object, ConstantDescs.CD_int, Names.CONTEXT);

  private final ModuleLayout layout;
  private final ClassFile format;

  /// For what is thrown away: without types at labels, which are as many as operands.
  private final ClassFile sketch;

  private final FunctionPlans plans;

  GeneratedClasses(ModuleLayout layout) {
    this.layout = layout;
    this.plans = new FunctionPlans(layout, this);
    this.format =
        ClassFile.of(
            ClassFile.DebugElementsOption.DROP_DEBUG,
            ClassFile.ClassHierarchyResolverOption.of(GeneratedClasses::superclassOf));
    this.sketch =
        ClassFile.of(
            ClassFile.DebugElementsOption.DROP_DEBUG, ClassFile.StackMapsOption.DROP_STACK_MAPS);
  }

  /// Types meet at labels: of the classes that can, none is an interface, and those of the runtime
  /// package and ours have nothing in common below the object.
  private static ClassHierarchyResolver.ClassHierarchyInfo superclassOf(ClassDesc type) {
    return ClassHierarchyResolver.ClassHierarchyInfo.ofClass(
        type.equals(ConstantDescs.CD_Object) ? null : ConstantDescs.CD_Object);
  }

  /// The class file of the class with this name.
  ///
  /// @throws IllegalArgumentException if there is none, or if a function does not fit into it
  byte[] make(String name) {
    if (name.equals(Names.INSTANCE)) {
      return instance();
    }
    ClassDesc self = ClassDesc.of(name);
    if (name.startsWith(Names.REGIONS)) {
      int separator = name.indexOf('_');
      int function = Integer.parseInt(name, Names.REGIONS.length(), separator, 10);
      int place = Integer.parseInt(name, separator + 1, name.length(), 10);
      FunctionPlan plan = plans.of(layout.module().body(function));
      return regions(plan, plan.spread().get(place));
    }
    int number = Integer.parseInt(name, Names.GROUP.length(), name.length(), 10);
    return switch (name.substring(0, Names.GROUP.length())) {
      case Names.GROUP -> functions(self, layout.group(number));
      case Names.TYPE -> type(self, number);
      case Names.REFERENCE -> reference(self, number);
      default -> throw new IllegalArgumentException("no class is named " + name);
    };
  }

  /// How the functions become methods.
  FunctionPlans plans() {
    return plans;
  }

  private byte[] instance() {
    return format.build(
        Names.INSTANCE_CLASS,
        builder -> {
          builder.withSuperclass(Names.CONTEXT).withFlags(ACC_PUBLIC | ACC_FINAL);
          List<ExternalType.Global> globals = layout.module().globalTypes();
          for (int i = 0; i < globals.size(); i++) {
            builder.withField(
                Names.GLOBAL_FIELD + i, Signature.classOf(globals.get(i).type()), ACC_PUBLIC);
          }
          builder.withMethodBody(
              ConstantDescs.INIT_NAME,
              ConstantDescs.MTD_void,
              ACC_PUBLIC,
              code ->
                  code.aload(0)
                      .invokespecial(Names.CONTEXT, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                      .return_());
        });
  }

  /// A class with these functions.
  ///
  /// What becomes of a function that may be too large for one method is seen when it is written, so
  /// it is written again if it was.
  byte[] functions(ClassDesc self, List<FunctionBody> bodies) {
    while (true) {
      List<FunctionPlan> proposed = bodies.stream().map(plans::proposed).toList();
      List<FunctionPlan> open = proposed.stream().filter(plans::isOpen).toList();
      byte[] content = functionsBy(self, proposed, !open.isEmpty());
      boolean stays = true;
      for (FunctionPlan plan : open) {
        int largest = content.length == 0 ? Integer.MAX_VALUE : largestMethod(content, plan);
        stays &= plans.judge(plan, largest);
      }
      if (stays) {
        return content;
      }
    }
  }

  /// @param mayFail whether to return nothing if a method does not fit into a class file
  private byte[] functionsBy(ClassDesc self, List<FunctionPlan> all, boolean mayFail) {
    try {
      return format.build(
          self,
          builder -> {
            builder.withFlags(ACC_PUBLIC | ACC_FINAL);
            all.forEach(plan -> function(builder, self, plan));
          });
    } catch (IllegalArgumentException e) {
      if (!mayFail) {
        throw e;
      }
      return new byte[0];
    }
  }

  /// The code of the largest method of a function in a class with several, in bytes.
  private int largestMethod(byte[] content, FunctionPlan plan) {
    String number = String.valueOf(plan.body.functionIndex());
    return format.parse(content).methods().stream()
        .filter(method -> isOf(method.methodName().stringValue(), number))
        .mapToInt(GeneratedClasses::codeBytes)
        .max()
        .orElse(0);
  }

  /// Whether a method has this name is one of the function with this number, see [Names].
  private static boolean isOf(String name, String number) {
    return name.startsWith(number, 1)
        && (name.length() == 1 + number.length() || name.charAt(1 + number.length()) == '_');
  }

  /// A class with some regions of a function, whose inner regions have been written.
  ///
  /// @throws IllegalArgumentException if one of its methods does not fit into a class file
  byte[] regions(FunctionPlan plan, List<Region> regions) {
    return format.build(
        plan.classOf(regions.getFirst()),
        builder -> {
          builder.withFlags(ACC_PUBLIC | ACC_FINAL);
          regions.forEach(region -> region(builder, plan, region));
        });
  }

  private static void region(ClassBuilder builder, FunctionPlan plan, Region region) {
    builder.withMethodBody(
        plan.methodOf(region),
        RegionCode.METHOD,
        ACC_PUBLIC | ACC_STATIC,
        code -> FunctionCompiler.compileRegion(plan, region, code));
  }

  /// The code of the largest method of a function, in bytes; more than a method may have if one
  /// does not fit into a class file.
  int largestMethod(FunctionPlan plan) {
    int largest = largestMethod(builder -> function(builder, ClassDesc.of(Names.GROUP), plan));
    for (List<Region> regions : plan.spread()) {
      largest =
          Math.max(
              largest,
              largestMethod(builder -> regions.forEach(region -> region(builder, plan, region))));
    }
    return largest;
  }

  private int largestMethod(Consumer<ClassBuilder> methods) {
    byte[] content;
    try {
      content = sketch.build(Names.INSTANCE_CLASS, methods);
    } catch (IllegalArgumentException e) { // what the class-file API says of a method too large
      return Integer.MAX_VALUE;
    }
    return sketch.parse(content).methods().stream()
        .mapToInt(GeneratedClasses::codeBytes)
        .max()
        .orElse(0);
  }

  private static int codeBytes(MethodModel method) {
    @Nullable CodeAttribute code = method.findAttribute(Attributes.code()).orElse(null);
    return code == null ? 0 : code.codeLength();
  }

  /// A function as one method.
  ///
  /// @param outline how it is nested
  /// @param codeBytes its code; more than a method may have if it does not fit into a class file
  ///     without jumps over more than 32,767 bytes
  record Whole(Outline outline, int codeBytes) {}

  /// Looks at a function as one method.
  Whole whole(FunctionPlan plan) {
    @Nullable Outline[] outline = new Outline[1];
    int codeBytes =
        largestMethod(
            builder ->
                builder.withMethodBody(
                    Names.FUNCTION_METHOD,
                    plan.signature.descriptor(),
                    ACC_STATIC,
                    code -> {
                      if (outline[0] != null) {
                        // The second try, with long jumps, is for what will be split anyway.
                        throw new IllegalArgumentException("more than short jumps can pass");
                      }
                      outline[0] = new Outline(plan.spills());
                      FunctionCompiler.compile(plan, code, outline[0]);
                    }));
    return new Whole(Objects.requireNonNull(outline[0]), codeBytes);
  }

  private void function(ClassBuilder builder, ClassDesc self, FunctionPlan plan) {
    int function = plan.body.functionIndex();
    Signature signature = plan.signature;
    if (plan.spread().isEmpty()) {
      plan.regions.forEach(region -> region(builder, plan, region));
    }
    boolean tailCalls = layout.hasTailCalls(function);
    builder.withMethodBody(
        (tailCalls ? Names.BODY_METHOD : Names.FUNCTION_METHOD) + function,
        signature.descriptor(),
        ACC_PUBLIC | ACC_STATIC,
        code -> FunctionCompiler.compile(plan, code));
    if (tailCalls) {
      builder.withMethodBody(
          Names.FUNCTION_METHOD + function,
          signature.descriptor(),
          ACC_PUBLIC | ACC_STATIC,
          code -> followed(code, self, function, signature));
    }
  }

  /// Calls the body of a function and then whatever tail calls lead to.
  private static void followed(
      CodeBuilder code, ClassDesc self, int function, Signature signature) {
    loadArguments(code, signature, 0);
    int depth = signature.directSlots();
    code.iload(depth).aload(depth + 1);
    code.invokestatic(self, Names.BODY_METHOD + function, signature.descriptor());
    Label done = code.newLabel();
    code.aload(depth + 1).getfield(Names.CONTEXT, "tail", Names.FUNCTION_REFERENCE).ifnull(done);
    List<ValueType> results = signature.type().results();
    if (!results.isEmpty()) {
      discard(code, results.getFirst());
    }
    code.iload(depth).aload(depth + 1).invokestatic(Names.REFERENCES, "follow", ENTER);
    if (!results.isEmpty()) {
      Transfers.take(code, results.getFirst(), 0, () -> code.aload(depth + 1));
    }
    code.labelBinding(done);
    Calls.writeReturn(code, results);
  }

  private static void discard(CodeBuilder code, ValueType type) {
    if (Locals.isWide(type)) {
      code.pop2();
    } else {
      code.pop();
    }
  }

  private static void loadArguments(CodeBuilder code, Signature signature, int from) {
    int slot = from;
    for (int i = 0; i < signature.direct(); i++) {
      ValueType type = signature.type().parameters().get(i);
      code.loadLocal(Signature.kindOf(type), slot);
      slot += Signature.kindOf(type).slotSize();
    }
  }

  private static void constructor(ClassBuilder builder, ClassDesc superclass) {
    builder.withMethodBody(
        ConstantDescs.INIT_NAME,
        OF_FUNCTION,
        ACC_PUBLIC,
        code ->
            code.aload(0)
                .iload(1)
                .invokespecial(superclass, ConstantDescs.INIT_NAME, OF_FUNCTION)
                .return_());
  }

  private byte[] type(ClassDesc self, int canonical) {
    MethodTypeDesc descriptor = layout.signature(layout.typeOf(canonical)).descriptor();
    return format.build(
        self,
        builder -> {
          builder.withSuperclass(Names.FUNCTION_REFERENCE).withFlags(ACC_PUBLIC | ACC_ABSTRACT);
          constructor(builder, Names.FUNCTION_REFERENCE);
          builder.withMethod("call", descriptor, ACC_PUBLIC | ACC_ABSTRACT, method -> {});
          builder.withMethodBody(
              "at",
              MethodTypeDesc.of(self, ConstantDescs.CD_Object, Names.CONTEXT),
              ACC_PUBLIC | ACC_STATIC,
              code -> {
                Label other = code.newLabel();
                code.aload(0).instanceOf(self).ifeq(other);
                code.aload(0).checkcast(self).areturn();
                code.labelBinding(other).aload(0).loadConstant(canonical).aload(1);
                code.invokestatic(Names.REFERENCES, "link", LINK).checkcast(self).areturn();
              });
        });
  }

  private byte[] reference(ClassDesc self, int function) {
    ClassDesc type = layout.referenceType(layout.module().functionTypeIndex(function));
    Signature signature = layout.signatureOf(function);
    int depth = 1 + signature.directSlots();
    return format.build(
        self,
        builder -> {
          builder.withSuperclass(type).withFlags(ACC_PUBLIC | ACC_FINAL);
          constructor(builder, type);
          builder.withMethodBody(
              "call",
              signature.descriptor(),
              ACC_PUBLIC,
              code -> {
                loadArguments(code, signature, 1);
                invoke(code, function, signature, Names.FUNCTION_METHOD, depth);
                Calls.writeReturn(code, signature.type().results());
              });
          builder.withMethodBody(
              "enter", ENTER, ACC_PUBLIC, code -> entered(code, function, signature));
        });
  }

  /// Calls the function with the arguments that lie on the JVM's stack.
  private void invoke(CodeBuilder code, int function, Signature signature, String kind, int depth) {
    if (layout.isImported(function)) {
      List<ValueType> parameters = signature.type().parameters().subList(0, signature.direct());
      Transfers.put(code, parameters, 0, () -> code.aload(depth + 1));
      Calls.writeHostCall(code, function, signature.type(), () -> code.aload(depth + 1));
    } else {
      code.iload(depth).aload(depth + 1).checkcast(Names.INSTANCE_CLASS);
      code.invokestatic(layout.groupOf(function), kind + function, signature.descriptor());
    }
  }

  private void entered(CodeBuilder code, int function, Signature signature) {
    for (int i = 0; i < signature.direct(); i++) {
      Transfers.take(code, signature.type().parameters().get(i), i, () -> code.aload(2));
    }
    boolean tailCalls = layout.hasTailCalls(function);
    invoke(code, function, signature, tailCalls ? Names.BODY_METHOD : Names.FUNCTION_METHOD, 1);
    List<ValueType> results = signature.type().results();
    if (!results.isEmpty()) {
      Label done = code.newLabel();
      if (tailCalls) {
        // The transfer area holds the arguments of the tail call then.
        Label returned = code.newLabel();
        code.aload(2).getfield(Names.CONTEXT, "tail", Names.FUNCTION_REFERENCE).ifnull(returned);
        discard(code, results.getFirst());
        code.goto_(done).labelBinding(returned);
      }
      Transfers.put(code, results.subList(0, 1), 0, () -> code.aload(2));
      code.labelBinding(done);
    }
    code.return_();
  }
}
