namespace CircuitSim.Cosimulation;

/// <summary>One contributor of an <see cref="ErrorBudget"/>.</summary>
/// <param name="Name">Of the contributor.</param>
/// <param name="Alone">It alone is real.</param>
/// <param name="Without">All are real but this one.</param>
/// <param name="Along">It and all before it in the chain are real.</param>
public readonly record struct BudgetLine(string Name, BudgetOutcome Alone, BudgetOutcome Without, BudgetOutcome Along);
