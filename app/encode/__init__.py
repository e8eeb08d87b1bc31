"""From arrays to JSON and safetensors."""
