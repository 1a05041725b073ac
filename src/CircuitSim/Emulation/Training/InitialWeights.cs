namespace CircuitSim.Emulation.Training;

/// <summary>The limit of the uniform distribution that a layer's weights are drawn from; biases start at zero.</summary>
public enum InitialWeights
{
    /// <summary>√(6 / (inputs + outputs)): Glorot and Bengio (2010), eq. 16; for sigmoid and tanh.</summary>
    Glorot,

    /// <summary>√(6 / inputs): He et al. (2015), eq. 10; for rectifiers.</summary>
    He,
}
