namespace CircuitSim.Devices;

/// <summary>Something that wants the type of a memristor's model, to be compiled for it.</summary>
public interface IMemristorModelUser<TResult>
{
    TResult Use<TModel>(TModel model)
        where TModel : struct, IMemristorModel;
}
