package dev.atoll.execution.jvm.compiler;

import dev.atoll.wasm.ExternalType;
import dev.atoll.wasm.FunctionType;
import dev.atoll.wasm.ValueType;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/// Calls of all kinds, and the way back.
final class Calls {

  private static final MethodTypeDesc HOST =
      MethodTypeDesc.of(
          ConstantDescs.CD_long, ConstantDescs.CD_int, ConstantDescs.CD_int, Names.CONTEXT);
  private static final MethodTypeDesc REFERENCE =
      MethodTypeDesc.of(Names.FUNCTION_REFERENCE, ConstantDescs.CD_int, Names.CONTEXT);

  private final Method method;
  private final CodeBuilder code;
  private final Operands operands;

  Calls(Method method) {
    this.method = method;
    this.code = method.code;
    this.operands = method.operands;
  }

  void call(int function) {
    Signature signature = method.layout.signatureOf(function);
    method.takeAll(signature.type().parameters());
    if (method.layout.isImported(function)) {
      host(function, signature.type());
    } else {
      passRest(signature);
      method.metering.beforeCall();
      loadHidden();
      code.invokestatic(
          method.layout.groupOf(function),
          Names.FUNCTION_METHOD + function,
          signature.descriptor());
      method.metering.afterCall();
      takeRest(signature);
    }
    operands.pushAll(signature.type().results());
  }

  private void host(int function, FunctionType type) {
    Transfers.put(code, type.parameters(), 0, method::loadContext);
    method.metering.beforeCall();
    writeHostCall(code, function, type, method::loadContext);
    method.metering.afterCall();
  }

  /// Calls an import with the arguments that lie in the transfer area.
  static void writeHostCall(
      CodeBuilder code, int function, FunctionType type, Runnable loadContext) {
    code.loadConstant(function).loadConstant(type.parameters().size());
    loadContext.run();
    code.invokestatic(Names.HOST_CALLS, "call", HOST);
    if (type.results().isEmpty()) {
      code.pop2();
    } else {
      Transfers.fromBits(code, type.results().getFirst());
    }
  }

  private void loadHidden() {
    code.iload(method.locals.depth());
    method.loadContext();
  }

  private void passRest(Signature signature) {
    List<ValueType> parameters = signature.type().parameters();
    if (signature.direct() < parameters.size()) {
      Transfers.put(code, parameters, signature.direct(), method::loadContext);
    }
  }

  private void takeRest(Signature signature) {
    List<ValueType> results = signature.type().results();
    for (int i = 1; i < results.size(); i++) {
      Transfers.take(code, results.get(i), i, method::loadContext);
    }
  }

  void callIndirect(int type, int table) {
    Signature signature = method.layout.signature(type);
    List<ValueType> parameters = signature.type().parameters();
    method.take(parameters.size() + 1);
    ClassDesc owner = method.layout.referenceType(type);
    function(owner, table);
    if (!parameters.isEmpty()) {
      code.astore(operands.calleeSlot());
      operands.putBelow(parameters, () -> code.aload(operands.calleeSlot()));
    }
    passRest(signature);
    method.metering.beforeCall();
    loadHidden();
    code.invokevirtual(owner, "call", signature.descriptor());
    method.metering.afterCall();
    takeRest(signature);
    operands.pushAll(signature.type().results());
  }

  /// Turns the index on the stack into a reference to a function of the right type.
  private void function(ClassDesc owner, int table) {
    TableCode.loadTable(method, table);
    ClassDesc index = Signature.classOf(tableType(table).indexType());
    code.invokestatic(
        Names.TABLES, "element", MethodTypeDesc.of(ConstantDescs.CD_Object, index, Names.TABLE));
    method.loadContext();
    code.invokestatic(
        owner, "at", MethodTypeDesc.of(owner, ConstantDescs.CD_Object, Names.CONTEXT));
  }

  private ExternalType.Table tableType(int table) {
    return method.layout.module().tables().get(table);
  }

  void returnCall(int function) {
    FunctionType type = method.layout.signatureOf(function).type();
    if (method.layout.isImported(function)) {
      call(function);
      operands.demandCanonical(type.results().size());
      leave();
      return;
    }
    method.takeAll(type.parameters());
    Transfers.put(code, type.parameters(), 0, method::loadContext);
    code.loadConstant(function);
    method.loadContext();
    code.invokestatic(Names.REFERENCES, "of", REFERENCE).astore(operands.calleeSlot());
    leaveToCallee();
  }

  void returnCallIndirect(int type, int table) {
    List<ValueType> parameters = method.layout.signature(type).type().parameters();
    method.take(parameters.size() + 1);
    function(method.layout.referenceType(type), table);
    code.astore(operands.calleeSlot());
    Transfers.put(code, parameters, 0, method::loadContext);
    leaveToCallee();
  }

  private void leaveToCallee() {
    method.loadContext();
    code.aload(operands.calleeSlot()).putfield(Names.CONTEXT, "tail", Names.FUNCTION_REFERENCE);
    leaveForTail();
  }

  /// Leaves the function for the tail call that the instance knows of.
  void leaveForTail() {
    method.metering.leave();
    if (!method.region.isWhole()) {
      method.regions.leaveForTail();
      return;
    }
    List<ValueType> results = method.signature.type().results();
    if (!results.isEmpty()) {
      Locals.zero(code, results.getFirst());
    }
    writeReturn(code, results);
  }

  /// Returns the results that lie on the JVM's stack.
  void leave() {
    List<ValueType> results = method.signature.type().results();
    if (!method.region.isWhole()) {
      method.regions.branch(0, results);
      return;
    }
    if (results.size() > 1) {
      Transfers.put(code, results, 1, method::loadContext);
    }
    method.metering.leave();
    writeReturn(code, results);
  }

  static void writeReturn(CodeBuilder code, List<ValueType> results) {
    if (results.isEmpty()) {
      code.return_();
    } else {
      code.return_(Signature.kindOf(results.getFirst()));
    }
  }
}
