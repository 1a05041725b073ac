using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>How one kind of element is read and written; <see cref="ElementSyntaxes"/> has them all.</summary>
internal abstract class ElementSyntax
{
    /// <summary>A capital: the first letter of the names of its statements.</summary>
    public abstract char Letter { get; }

    /// <summary>What a statement of the kind starts with, for messages.</summary>
    public virtual string Word => Letter.ToString();

    public abstract Type Kind { get; }

    /// <param name="cursor">Behind the name.</param>
    /// <param name="place">Of the name.</param>
    /// <exception cref="NetlistException">The statement is not one of the kind; the message points at the place.</exception>
    public abstract Element Read(SpiceCursor cursor, string name, SourcePlace place);

    /// <summary>The statement, without the end of its line.</summary>
    /// <exception cref="NetlistException">The dialect has no such element.</exception>
    public abstract string Write(Element element, ElementText text);
}

/// <inheritdoc/>
internal abstract class ElementSyntax<T> : ElementSyntax
    where T : Element
{
    public sealed override Type Kind => typeof(T);

    public sealed override string Write(Element element, ElementText text) => Write((T)element, text);

    protected abstract string Write(T element, ElementText text);
}
