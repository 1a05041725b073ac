using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CircuitSim.Engine;

/// <summary>
/// The arrays of a <see cref="StampTarget"/> for a loop over devices whose places in them the numbering and the matrix gave out: without a check of
/// each index, and without looking each array up again behind every store.
/// </summary>
internal readonly ref struct StampPlaces(StampTarget target)
{
    private readonly ref double x = ref MemoryMarshal.GetArrayDataReference(target.X);
    private readonly ref double residual = ref MemoryMarshal.GetArrayDataReference(target.Residual);
    private readonly ref double scale = ref MemoryMarshal.GetArrayDataReference(target.CurrentScale);
    private readonly ref double jacobian = ref MemoryMarshal.GetArrayDataReference(target.Jacobian);
    private readonly ref double charges = ref MemoryMarshal.GetArrayDataReference(target.Charges);
    private readonly ref double acceptedCharges = ref MemoryMarshal.GetArrayDataReference(target.AcceptedCharges);
    private readonly ref double history = ref MemoryMarshal.GetArrayDataReference(target.History);
    private readonly ref double memory = ref MemoryMarshal.GetArrayDataReference(target.Memory);
    private readonly ref double acceptedMemory = ref MemoryMarshal.GetArrayDataReference(target.AcceptedMemory);

    public double X(int unknown) => Unsafe.Add(ref x, unknown);

    public ref double Residual(int unknown) => ref Unsafe.Add(ref residual, unknown);

    public ref double Scale(int unknown) => ref Unsafe.Add(ref scale, unknown);

    public ref double Jacobian(int slot) => ref Unsafe.Add(ref jacobian, slot);

    public ref double Charge(int charge) => ref Unsafe.Add(ref charges, charge);

    public double AcceptedCharge(int charge) => Unsafe.Add(ref acceptedCharges, charge);

    public double History(int charge) => Unsafe.Add(ref history, charge);

    public ref double Memory(int place) => ref Unsafe.Add(ref memory, place);

    public double AcceptedMemory(int place) => Unsafe.Add(ref acceptedMemory, place);
}
