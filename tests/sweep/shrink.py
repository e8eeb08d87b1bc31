"""One rule that makes the configuration of any model type small: numbers by what their names mean, nothing by type.

Lists with an entry a layer keep one entry of each kind, the kinds in turn, so that a hybrid stays one. What the rule
cannot know (mostly types whose defaults leave out what makes them what they are) stands in ``GIVEN``, with its reason.
"""

import re
from collections.abc import Mapping
from typing import Any

from transformers import PretrainedConfig
from transformers.models.auto.configuration_auto import CONFIG_MAPPING

LAYERS, DECODER_LAYERS, HEADS, WIDTH, HEAD_WIDTH, VOCABULARY, WINDOW = 4, 3, 4, 32, 8, 120, 4
SPECIAL = {"pad": 0, "bos": 1, "decoder_start": 1, "cls": 1, "eos": 2, "sep": 2, "unk": 3, "mask": 4}

RULES: list[tuple[str, int]] = [
    (r"attention_hidden_size|mamba_d_ssm", 2 * WIDTH),
    # a decoder that stands beside an encoder has a layer fewer: whoever mixes them up is found out
    (r"num_hidden_layers|n_layers?|num_layers|encoder_layers|num_encoder_layers|num_blocks", LAYERS),
    (r"n_encoder_layers|num_hidden_layers_(encoder|decoder)", LAYERS),
    (r"decoder_layers|num_decoder_layers", DECODER_LAYERS),
    (
        r"((encoder|decoder|num|swa_num|num_encoder|num_decoder|num_global|linear_num|mla|cross)_)?attention_heads?",
        HEADS,
    ),
    (r"n_heads?|num_heads|linear_num_heads|attn_heads|encoder_heads|num_query_groups|index_n_heads", HEADS),
    (r"(encoder|decoder|local)_num_attention_heads", HEADS),
    (r"hidden_size|d_model|n_embd|dim|embed_dim|embedding_size|emb_dim|word_embed_proj_dim|d_embed|model_dim", WIDTH),
    (
        r"lru_width|embedding_dim|d_latents|output_num_channels|intra_bottleneck_size|(local_|global_)?hidden_size\w*|\w+_hidden_size|output_dim|output_size|input_embedding_size",
        WIDTH,
    ),
    (
        r"(swa_|global_|linear_|index_|mla_)?(head_dim|head_size)|d_kv|d_head|kv_channels|attention_head_size",
        HEAD_WIDTH,
    ),
    (r"qk_nope_head_dim|qk_rope_head_dim|(swa_)?v_head_dim|rotary_dim|qk_pos_emb_head_dim", HEAD_WIDTH),
    (r"qk_head_dim", 2 * HEAD_WIDTH),
    (r"(\w+_)?intermediate_size(_\w+)?|n_inner|d_ff|(encoder_|decoder_|expert_)?ffn_dim|d_inner|dff|hidden_dim", 48),
    (r"(expert_)?ffn_hidden_size|feed_forward_proj_size|ffn_intermediate_size|moe_ffn_dim", 48),
    (r"(\w+_)?vocab_size(_\w+)?", VOCABULARY),
    (r"max_position_embeddings|n_positions|n_ctx|max_seq_len|max_sequence_length|seq_length|model_max_length", 64),
    (r"max_source_positions|max_target_positions|max_encoder_position_embeddings", 64),
    (r"max_decoder_position_embeddings", 64),
    (r"num_experts|num_local_experts|n_routed_experts|moe_num_experts|num_routed_experts", 4),
    (r"num_experts_per_tok(en)?|moe_k|moe_topk|top_k_experts|moe_router_topk|moe_top_k", 2),
    (r"n_group|topk_group|num_expert_group", 1),
    (r"(kv|q|o|qk)_lora_rank", 16),
    (r"(\w+_)?sliding_window(_size)?|attention_window(_size)?|window_size|local_attention", WINDOW),
    (r"mamba_n_heads|mamba_num_heads|n_mamba_heads|linear_num_(value|key)_heads", HEADS),
    (r"linear_(key|value)_head_dim|mamba_head_?dim|mamba_d_head", 16),
    (r"mamba_d_state|ssm_state_size|state_size", 8),
    (r"mamba_dt_rank|time_step_rank", 4),
    (r"attention_head_dim", 2 * WIDTH // HEADS),
    (r"(mamba_)?chunk_size|num_latents", 8),
    (r"mamba_n_?groups|n_groups|n_shared_experts", 1),
    (r"num_kv_shared_layers", 1),
    # a period and where in it: layers 1 and 3
    (r"\w+_layer_period", 2),
    (r"\w+_layer_offset", 1),
]
GROUPED = r"num_(key_value|kv)_heads|n_kv_heads|(swa_num|num_global)_key_value_heads|multi_query_group_num|n_head_kv"
TEXT_ID = r"(?!num_)\w+_token(_id|_index)?"
# some defaults leave these at None, and then nothing runs
NEEDED = r"vocab_size|head_dim|num_key_value_heads|num_experts_per_tok|n_routed_experts|n_shared_experts"
COUNT = r"num_hidden_layers|n_layers?|num_layers|encoder_layers|num_encoder_layers"


def named(pattern: str, name: str) -> bool:
    return re.fullmatch(pattern, name) is not None


def shrunk(config: Mapping[str, Any]) -> dict[str, Any]:
    """A small copy of a configuration's dictionary, nested configurations included."""
    count = next((v for k, v in config.items() if named(COUNT, k) and isinstance(v, int) and v > 0), 0)
    count = count or len(config.get("layers_block_type") or ())
    taken = layers_taken(config, count)
    heads = next((v for k, v in config.items() if named(r"num_attention_heads|n_heads?|num_heads", k)), None)
    spare = iter(range(VOCABULARY - 1, 0, -1))  # for tokens that stand for pictures and the like: never in a text

    def small(name: str, value: Any) -> Any:
        if isinstance(value, Mapping):
            return mapping(name, value)
        if isinstance(value, list | tuple):
            return sequence(name, list(value))
        if value is None and named(NEEDED, name):
            value = 10**6
        if isinstance(value, float) and name == "partial_rotary_factor":
            return max(value, 0.5)
        return value if isinstance(value, bool) or not isinstance(value, int) else number(name, value)

    def number(name: str, value: int) -> int:
        if named(TEXT_ID, name):
            return SPECIAL[which] if (which := re.sub("_token(_id|_index)?$", "", name)) in SPECIAL else next(spare)
        if value <= 0:
            return value
        if named(GROUPED, name):  # every head its own, all the same one, or groups: as it was
            return HEADS if value == heads else min(value, 2)
        return min(value, next((small for pattern, small in RULES if named(pattern, name)), value))

    def mapping(name: str, value: Mapping[str, Any]) -> Any:
        if is_by_layer(value, count):
            by_layer = {int(key): each for key, each in value.items()}
            return {i: proportional(by_layer[old]) for i, old in enumerate(taken) if old in by_layer}
        if not all(isinstance(key, str) for key in value):  # names of classes
            return dict(value)
        return (
            shrunk(value) if "model_type" in value or "config" in name else {k: small(k, v) for k, v in value.items()}
        )

    def proportional(changed: Mapping[str, Any]) -> dict[str, Any]:
        return {
            k: max(1, small(k, config[k]) * v // config[k]) if isinstance(v, int) else v for k, v in changed.items()
        }

    def sequence(name: str, value: list[Any]) -> Any:
        if "token" in name:
            return [SPECIAL["eos"]] * min(len(value), 1)
        if name == "mrope_section":
            return [HEAD_WIDTH // 2 - len(value) + 1] + [1] * (len(value) - 1)
        if count and len(value) == count:
            found = [value[old] for old in taken]
            kinds = sorted({each for each in found if isinstance(each, int) and not isinstance(each, bool)})
            if "heads" in name and kinds:  # different counts stay different
                return [HEADS // 2 ** (len(kinds) - 1 - kinds.index(each)) for each in found]
            return [small(name.removesuffix("s"), each) for each in found]
        if is_layer_list(name, value, count):
            return [i for i, old in enumerate(taken) if old in value]
        return value

    return {name: small(name, value) for name, value in config.items() if name not in {"transformers_version"}}


def is_by_layer(value: Any, count: int) -> bool:
    """Whether a dictionary says of some layers, by number, what is different in them."""
    return bool(value) and all(
        str(key).isdigit() and int(key) < count and isinstance(each, Mapping) for key, each in value.items()
    )


def is_layer_list(name: str, value: Any, count: int) -> bool:
    """Whether a list names layers by their numbers."""
    return (
        isinstance(value, list | tuple)
        and re.search("layer|idx|indices|indexes", name) is not None
        and all(isinstance(each, int) and not isinstance(each, bool) and 0 <= each < count for each in value)
    )


def layers_taken(config: Mapping[str, Any], count: int) -> list[int]:
    """Which layer each of the few that are left is like: the kinds that there are, in turn."""
    if not count:
        return []
    kinds: dict[str, int] = {}
    for layer in range(count):
        told: list[Any] = []
        for name, value in config.items():
            if isinstance(value, list | tuple) and len(value) == count:
                told.append(value[layer])
            elif isinstance(value, list | tuple) and value and is_layer_list(name, value, count):
                told.append(layer in value)
            elif isinstance(value, Mapping) and is_by_layer(value, count):
                told.append({int(key): each for key, each in value.items()}.get(layer))
        kinds.setdefault(repr(told), layer)
    first = list(kinds.values())[-LAYERS:] if len(kinds) > LAYERS else list(kinds.values())
    return [first[i % len(first)] for i in range(LAYERS)]


HYBRID = "its defaults have layers of one kind only, which is not what the type is for"
UNSAID = "its defaults leave out what its layers need"
MIXED = ["linear_attention", "full_attention"] * 2
DEFAULT_ROPE = {"rope_type": "default", "rope_theta": 10000.0, "mrope_section": [2, 1, 1]}
INDEXER = {"n_heads": 4, "kv_heads": 1, "head_dim": HEAD_WIDTH, "budget": 8, "compress_ratio": 2}
QWEN4 = {f"indexer_{name}": value for name, value in INDEXER.items()}
Given = tuple[dict[str, Any], str]
GIVEN: dict[str, Given] = {
    "bamba": ({"attn_layer_indices": [1, 3]}, HYBRID),
    "granitemoehybrid": ({"layer_types": MIXED}, HYBRID),
    "lfm2": ({"full_attn_idxs": None, "layer_types": ["conv", "full_attention"] * 2}, HYBRID),
    "lfm2_moe": ({"layer_types": ["conv", "full_attention"] * 2}, HYBRID),
    "laguna": ({"num_attention_heads_per_layer": [4, 2, 4, 2]}, "its defaults have the same count of heads everywhere"),
    "hrm_text": ({"num_layers_per_stack": 2, "num_hidden_layers": 16}, "its layers are a product of three numbers"),
    "mamba2": ({"head_dim": 16}, "its heads must fill twice the width"),
    "rwkv": ({"attention_hidden_size": WIDTH}, "its mixing layers write what the next layer reads"),
    "falcon_h1": ({"mamba_d_head": 16}, "its heads must fill twice the width"),
    "dots3_note_text": ({"head_dim": 20}, "the sum of the two widths that its own check wants"),
    "dots3_note": ({"text_config": {"head_dim": 20}}, "the sum of the two widths that its own check wants"),
    "esm": ({"mask_token_id": SPECIAL["mask"], "pad_token_id": SPECIAL["pad"]}, UNSAID),
    "blt": ({"encoder_hash_byte_group_vocab": VOCABULARY}, "no other type has hashed groups of bytes"),
    "dbrx": ({"attn_config": {"rope_theta": 10000.0, "kv_n_heads": 2, "clip_qkv": 8.0}}, UNSAID),
    "reformer": ({"axial_pos_shape": [8, 8], "axial_pos_embds_dim": [8, 24]}, "two factors of the positions"),
    "xmod": ({"default_language": "en_XX"}, UNSAID),
    "qwen4_exp_text": (QWEN4, UNSAID),
    "qwen4_exp": ({"text_config": QWEN4}, UNSAID),
    "cohere_compass_text": ({"rope_parameters": {"full_attention": DEFAULT_ROPE}}, UNSAID),
    "qwen2_vl": ({"text_config": {"rope_parameters": DEFAULT_ROPE}}, UNSAID),
    "gemma4_assistant": ({"text_config": {"hidden_size_per_layer_input": 0}}, "its own check refuses its defaults"),
}


def merged(made: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """``made`` with what is given instead, nested dictionaries merged."""
    return dict(made) | {
        name: merged(made[name], value) if isinstance(value, Mapping) and isinstance(made.get(name), Mapping) else value
        for name, value in given.items()
    }


def small_config(model_type: str) -> PretrainedConfig:
    """The small configuration of a model type."""
    config_class = CONFIG_MAPPING[model_type]
    found = shrunk(config_class().to_dict())
    found.pop("model_type", None)
    made: PretrainedConfig = config_class.from_dict(merged(found, GIVEN.get(model_type, ({}, ""))[0]))
    return made
