namespace CircuitSim.Engine;

/// <summary>Ticket of a reservation → slot of the value array; ground's tickets, which are negative, lead to the dummies behind the last entry.</summary>
internal readonly ref struct MatrixSlots(ReadOnlySpan<int> slotOfTicket, int firstDummy)
{
    private readonly ReadOnlySpan<int> slotOfTicket = slotOfTicket;

    public int this[int ticket] => ticket < 0 ? firstDummy + ~ticket : slotOfTicket[ticket];
}
