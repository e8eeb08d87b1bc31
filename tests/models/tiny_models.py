"""Models of every architecture in the table, tiny and randomly initialised; and folders that hold one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import (
    AlbertConfig,
    AlbertModel,
    BartConfig,
    BartForConditionalGeneration,
    BertConfig,
    BertModel,
    BloomConfig,
    BloomForCausalLM,
    DebertaV2Config,
    DebertaV2Model,
    DistilBertConfig,
    DistilBertModel,
    ElectraConfig,
    ElectraModel,
    FNetConfig,
    FNetModel,
    FunnelConfig,
    FunnelModel,
    Gemma2Config,
    Gemma2ForCausalLM,
    GPT2Config,
    GPT2LMHeadModel,
    GPTJConfig,
    GPTJForCausalLM,
    GPTNeoConfig,
    GPTNeoForCausalLM,
    GPTNeoXConfig,
    GPTNeoXForCausalLM,
    GptOssConfig,
    GptOssForCausalLM,
    LlamaConfig,
    LlamaForCausalLM,
    LongformerConfig,
    LongformerModel,
    MambaConfig,
    MambaForCausalLM,
    MarianConfig,
    MarianMTModel,
    MistralConfig,
    MistralForCausalLM,
    ModernBertConfig,
    ModernBertModel,
    MPNetConfig,
    MPNetModel,
    OPTConfig,
    OPTForCausalLM,
    PhiConfig,
    PhiForCausalLM,
    PreTrainedModel,
    Qwen3Config,
    Qwen3ForCausalLM,
    RobertaConfig,
    RobertaModel,
    T5Config,
    T5ForConditionalGeneration,
    XLMRobertaConfig,
    XLMRobertaModel,
    XLNetConfig,
    XLNetModel,
)

VOCABULARY = 120
WINDOW = 4
COMMON: dict[str, Any] = {
    "vocab_size": VOCABULARY,
    "hidden_size": 32,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "intermediate_size": 48,
    "max_position_embeddings": 64,
}
GROUPED: dict[str, Any] = COMMON | {"num_key_value_heads": 2, "head_dim": 8}
GPT: dict[str, Any] = {"vocab_size": VOCABULARY, "n_embd": 32, "n_layer": 3, "n_head": 4, "n_positions": 64}
# one decoder layer fewer than encoder layers: whoever mixes them up is found out
TRANSLATOR: dict[str, Any] = {
    "vocab_size": VOCABULARY,
    "d_model": 32,
    "encoder_layers": 3,
    "decoder_layers": 2,
    "encoder_attention_heads": 4,
    "decoder_attention_heads": 4,
    "encoder_ffn_dim": 48,
    "decoder_ffn_dim": 48,
    "max_position_embeddings": 64,
    "bos_token_id": 1,
    "eos_token_id": 2,
    "pad_token_id": 0,
    "decoder_start_token_id": 1,
    "forced_eos_token_id": None,
    "init_std": 0.2,
}
IDS: dict[str, Any] = {"pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2, "cls_token_id": 1, "sep_token_id": 2}

TINY: dict[str, Callable[[], PreTrainedModel]] = {
    "bert": lambda: BertModel(BertConfig(**COMMON)),
    "distilbert": lambda: DistilBertModel(
        DistilBertConfig(
            vocab_size=VOCABULARY, dim=32, n_layers=3, n_heads=4, hidden_dim=48, max_position_embeddings=64
        )
    ),
    "roberta": lambda: RobertaModel(RobertaConfig(**COMMON)),
    "xlm-roberta": lambda: XLMRobertaModel(XLMRobertaConfig(**COMMON)),
    "albert": lambda: AlbertModel(AlbertConfig(**COMMON, embedding_size=16)),
    "electra": lambda: ElectraModel(ElectraConfig(**COMMON, embedding_size=16)),
    "modernbert": lambda: ModernBertModel(
        ModernBertConfig.from_dict(COMMON | IDS | {"local_attention": 2 * WINDOW, "global_attn_every_n_layers": 2})
    ),
    "gpt2": lambda: GPT2LMHeadModel(GPT2Config(**GPT)),
    "gpt_neox": lambda: GPTNeoXForCausalLM(GPTNeoXConfig(**COMMON)),
    "opt": lambda: OPTForCausalLM(
        OPTConfig(
            vocab_size=VOCABULARY,
            hidden_size=32,
            num_hidden_layers=3,
            num_attention_heads=4,
            ffn_dim=48,
            max_position_embeddings=64,
            word_embed_proj_dim=32,
        )
    ),
    "phi": lambda: PhiForCausalLM(PhiConfig(**COMMON)),
    "llama": lambda: LlamaForCausalLM(LlamaConfig(**GROUPED)),
    "mistral": lambda: MistralForCausalLM(MistralConfig(**GROUPED, sliding_window=WINDOW)),
    "qwen3": lambda: Qwen3ForCausalLM(Qwen3Config(**GROUPED)),
    "gemma2": lambda: Gemma2ForCausalLM(
        # a scale and a range that make the cap bite
        Gemma2Config(
            **GROUPED,
            attn_logit_softcapping=2.0,
            sliding_window=WINDOW,
            query_pre_attn_scalar=1,
            initializer_range=0.5,
        )
    ),
    "t5": lambda: T5ForConditionalGeneration(
        T5Config.from_dict(
            {
                "vocab_size": VOCABULARY,
                "d_model": 32,
                "d_kv": 8,
                "d_ff": 48,
                "num_layers": 3,
                "num_decoder_layers": 2,
                "num_heads": 4,
                "decoder_start_token_id": 0,
            }
        )
    ),
    "bart": lambda: BartForConditionalGeneration(BartConfig(**TRANSLATOR)),
    "marian": lambda: MarianMTModel(MarianConfig(**TRANSLATOR)),
    "deberta-v2": lambda: DebertaV2Model(
        DebertaV2Config.from_dict(
            COMMON | {"relative_attention": True, "pos_att_type": ["p2c", "c2p"], "position_buckets": 8}
        )
    ),
    "mpnet": lambda: MPNetModel(MPNetConfig(**COMMON)),
    "xlnet": lambda: XLNetModel(XLNetConfig(vocab_size=VOCABULARY, d_model=32, n_layer=3, n_head=4, d_inner=48)),
    "bloom": lambda: BloomForCausalLM(BloomConfig(vocab_size=VOCABULARY, hidden_size=32, n_layer=3, n_head=4)),
    "gptj": lambda: GPTJForCausalLM(GPTJConfig(**GPT, rotary_dim=8)),
    "gpt_neo": lambda: GPTNeoForCausalLM(
        GPTNeoConfig(
            vocab_size=VOCABULARY,
            hidden_size=32,
            num_layers=2,
            num_heads=4,
            attention_types=[[["global", "local"], 1]],
            window_size=WINDOW,
        )
    ),
    "gpt_oss": lambda: GptOssForCausalLM(GptOssConfig(**GROUPED, num_local_experts=2, num_experts_per_tok=1)),
    "longformer": lambda: LongformerModel(LongformerConfig(**COMMON, attention_window=WINDOW)),
    "funnel": lambda: FunnelModel(
        FunnelConfig(vocab_size=VOCABULARY, d_model=32, block_sizes=[1, 1], n_head=4, d_head=8, d_inner=48)
    ),
    "fnet": lambda: FNetModel(
        FNetConfig(vocab_size=VOCABULARY, hidden_size=32, num_hidden_layers=3, intermediate_size=48)
    ),
    "mamba": lambda: MambaForCausalLM(MambaConfig(vocab_size=VOCABULARY, hidden_size=32, num_hidden_layers=3)),
}


def tiny(model_type: str) -> PreTrainedModel:
    """The table's tiny model of a type, the same numbers whenever it is made."""
    torch.manual_seed(3)
    model: PreTrainedModel = TINY[model_type]().eval()
    return model


def some_inputs(model: PreTrainedModel, tokens: int = 11, target_tokens: int = 6) -> dict[str, torch.Tensor]:
    """Inputs longer than any window above, without special tokens."""
    ids = torch.randint(3, VOCABULARY, (1, tokens), generator=torch.Generator().manual_seed(4))
    inputs = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
    if model.config.is_encoder_decoder:
        inputs["decoder_input_ids"] = torch.randint(
            3, VOCABULARY, (1, target_tokens), generator=torch.Generator().manual_seed(5)
        )
    return inputs


WORDS = ["the", "apple", "was", "sweet", "a", "red", "one", "fell", "on", "my", "head", "and", "i", "ate", "it"]
CONTROL = ["<pad>", "<s>", "</s>", "<unk>", "<mask>"]


def tiny_tokenizer() -> Tokenizer:
    """Words between white space: control tokens first, then the words above, then made-up ones."""
    pieces = [*CONTROL, *WORDS]
    pieces += [f"word{i}" for i in range(VOCABULARY - len(pieces))]
    tokenizer = Tokenizer(models.WordLevel({piece: i for i, piece in enumerate(pieces)}, unk_token="<unk>"))  # noqa: S106
    tokenizer.add_special_tokens(CONTROL)
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> $B:1 </s>:1", special_tokens=[("<s>", 1), ("</s>", 2)]
    )
    return tokenizer


def save(model: PreTrainedModel, folder: Path) -> Path:
    """A folder as a person would have it: configuration, safetensors, tokenizer."""
    model.save_pretrained(folder)
    tiny_tokenizer().save(str(folder / "tokenizer.json"))
    return folder
