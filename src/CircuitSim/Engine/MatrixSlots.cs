namespace CircuitSim.Engine;

/// <summary>Ticket of a reservation → slot of the value array; ground's tickets lead to the dummy behind the last entry.</summary>
internal readonly ref struct MatrixSlots(ReadOnlySpan<int> slotOfTicket, int dummy)
{
    private readonly ReadOnlySpan<int> slotOfTicket = slotOfTicket;

    public int this[int ticket] => ticket == MatrixPlan.Dropped ? dummy : slotOfTicket[ticket];
}
