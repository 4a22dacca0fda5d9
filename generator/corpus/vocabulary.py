"""Lists of words behind `terms.py`: what says nothing, and what heads a name of the trade."""

from __future__ import annotations


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words of the language. None of them is ever a term, and no name goes across one.
STOP = _set_of(
    """
    a about above across after again against al all almost alone along already also although
    always am among an and another any are aren't as at be became because become becomes been
    before behind being below between beyond both but by came can can't cannot come could couldn't
    did didn't do does doesn't doing don't done down during e.g e.g. each either else enough et
    etc even ever every few for from further get gets give given gives go had has hasn't have
    haven't having he hence her here herein him his how however i i.e i.e. if in indeed instead
    into is isn't it it's its itself just keep less let like made mainly make makes making many
    may me might more moreover most mostly much must my namely near nearly neither never
    nevertheless next no nor not nothing now of off often on once one ones only onto or other
    others otherwise our ours out over own per perhaps quite rather really same seem seems several
    shall she should since so some sometimes somewhat still such take taken takes than that that's
    the their them themselves then there thereby therefore these they this those though three
    through throughout thus to together too toward towards two under unless until up upon us used
    very via vs was wasn't we we're we've well were what what's whatever when where whereas
    whereby wherein whether which while who whole whom whose why will with within without won't
    would yet you your
    """
)

# Words that every abstract has. They are no terms either.
FILLERS = _set_of(
    """
    able accordingly achieve achieved achieves achieving across additional additionally address
    addressed addresses addressing aim aims allow allowing allows applied applies apply approach
    approaches article available based best better bring broad broader build building builds built
    called capable carefully certain challenging clear clearly close common commonly comparable
    compare compared comprehensive consider considered consistently contrast contribute
    contributes contribution contributions crucial crucially current currently demonstrate
    demonstrated demonstrates demonstrating describe described describes despite detail detailed
    develop developed develops different difficult directly due easily effective effectively
    effectiveness efficient efficiently emerged emerging empirically enable enabled enables
    enabling end ensure ensures ensuring entire especially essential establish example examples
    excellent exhibit exhibits existing experiments extend extended extends extensive extensively
    finally find findings finds first five focus focused focuses focusing follow follows form four
    fully fundamental furthermore generally github good great greater greatly growing help helps
    high higher highly hold holds ideal identify illustrate impact important importantly
    impressive improve improved improvement improvements improves improving include included
    includes including increase increased increases increasing increasingly initial introduce
    introduced introduces introducing investigate investigated investigates investigating involve
    involves issue issues key known lack large-scale largely last later lead leading leads
    leverage leveraged leverages leveraging limited main major manner mean meaningful means method
    methodology methods near necessary need needed needs new notable notably note novel novelty
    number numerous obtain obtained offer offering offers open original outperform outperformed
    outperforming outperforms overall paper part particular particularly perform performed
    performs possible potential potentially powerful practical present presented presenting
    presents prevailing previous previously primarily prior problem problems produce produced
    produces producing promising proposal propose proposed proposes proposing provide provided
    provides providing range recent recently regarding related relatively relies rely relying
    remain remains remarkable report reported require required requires respectively result
    resulting results reveal revealed revealing reveals rich second seek show showed showing shown
    shows significant significantly similar similarly simple simply single six small solely
    specific specifically state-of-the-art step strong struggle studied studies study substantial
    substantially successful successfully suffer suffers suggest suggesting suggests superior
    support supports tackle ten tend third typically unclear unique use useful uses using utilize
    utilized utilizes utilizing validate valuable variety various way ways whilst wide widely work
    works yield yielding yields
    """
)

# Small words that stand inside names: "theory of mind", "learning from feedback".
JOINTS = _set_of("of and from for in to with on by as")

# Nouns that make a name of the words before them: "reward model", "theory of mind". Singular.
HEADS = _set_of(
    """
    ability abstraction acquisition action activation actor adapter agency agent agi ai
    algorithm alignment analysis annotation architecture assistant assumption attack attempt
    attention audio autoencoder autonomy awareness bandit baseline behavior behavioral behaviour
    belief benchmark bias bot boundary browser buffer cache canvas capability capacity cascade
    chain character chatbot choice chunk chunking circuit class classifier cloning cluster code
    collaboration communication community comparison competition completion component composition
    compression computation computer concept confidence consensus consistency constitution
    constraint content context control controller conversation cooperation copolymer corpus
    correction correlation cost creation credit critic critique cue curriculum cycle data dataset
    debate debugging deception decision decoder decoding decomposition demonstration denoising
    density depth descent design desire detection detector development dialog dialogue difference
    difficulty diffusion dilemma dimension direction discovery discrimination dissonance distance
    distillation distribution divergence diversity document domain dropout dynamics editing editor
    effect efficiency effort embedding emotion empathy encoder encoding energy engagement engine
    engineering ensemble entropy environment equation equilibrium error estimate estimation ethics
    evaluation event evolution example execution experiment expert explainability explanation
    exploitation exploration extraction fact factor fairness faith faithfulness faking feature
    feedback field filter fine-tuning finetuning flow foraging forest forgetting framework
    friction function fusion future game gap generalisation generalization generation generator
    goal governance gradient grammar graph ground grounding group guidance habit hallucination
    hardware head health heuristic hierarchy hindsight history home horizon human hypothesis idea
    identity image imitation inference influence information injection input instruction
    integration intelligence intent intention interaction interface internalization
    interpretability interpretation interpreter intervention introspection isolation judge
    judgement judgment kernel kl knowledge lab label language latency law layer learner learning
    level life likelihood limit link llm locomotion logic loop loss lrm machine making manifold
    manipulation mapping market matching math mathematics matrix measurement mechanism memory
    metacognition method metric mind misalignment mistake mixing mixture modality mode model
    modeling modelling module monitoring motion movement narrative navigation negotiation network
    neuron neuroscience noise normativity object objective observation operation optimisation
    optimization optimizer oracle organization oversight parameter parser parsing partner path
    pathway pattern perception performance persona personality perspective persuasion perturbation
    phase phenomenon philosophy phrase physics pipeline plan planner planning platform play player
    playing pluralism point policy pooling population post-training posterior practice
    pre-training prediction predictor preference prejudice pretraining primitive principle prior
    privacy probability probe probing procedure process processing profile program programming
    progress projection prompt prompting proof property protocol prover proxy pruning psyche
    psychology quality quantization query question race rank ranking rate rating rationale
    rationality reader reasoner reasoning receiver recognition recommendation recommender
    reconstruction red reduction reflection regime region regression regret regularization
    reinforcement relation relationship relevance repository representation request research
    resource response retrieval return reward risk rl robot robotics robustness role rollout
    rubric rule safety sample sampling scale scaling scenario scene schedule scheme scheming
    science score scoring search segment segmentation selection self sensing sensitivity sensor
    sentiment sequence series session set setting shaping shift shot signal similarity simulation
    simulator skill society software solution solver space specification speech speed stability
    stage standard state steering step stereotype stimulus story strategy strength string
    structure student study style subgoal subject summarization summary superposition supervision
    supervisor survey susceptibility switch switching symbol syntax system tactic target task
    taxonomy teacher teaching team teaming technique template test text theorem theory thinking
    thought threat time token tool toxicity trace tracking training trait trajectory transfer
    transformer transition translation transparency tree trigger trust truth tuning uncertainty
    understanding unit unlearning use user utility utterance validation value variable variance
    variation vector verification verifier video view viewpoint vision vlm voice vulnerability
    watermark weight window word worker workflow workload world writing
    """
)

# Endings of further nouns that name things: "prompt templatization", "semantic granularity".
NOUN_ENDINGS = ("tion", "sion", "ment", "ity", "ness", "ance", "ence", "ism", "ics", "logy")

# Words of the trade that many papers say often and that make no two of them alike.
GENERIC = _set_of(
    """
    ability ablation accuracy achievement actual actually additional advance advantage algorithm
    alternative amount analysing analysis analyzing application aspect assumption attempt
    balance base baseline basis behavior behaviour benchmark benefit capability capacity case
    category challenge change choice class combination competitive complex complexity component
    concept condition conditional consistency constraint contain contemporary control core
    correct cost create creating data dataset degree depth design detail developing development
    difference different difficulty direction diverse domain dynamic edge effect effective
    effectiveness efficiency efficient effort element enable encourage encouraging end
    environment error evaluation evidence examine example exception experiment explicit
    exploring extensive extra extract factor feature field finding focus following form
    foundation framework function future gap generate generating goal group high higher human
    idea impact implementation implicit importance improvement improving incorporate incorrect
    individual inference information informative input insight intermediate investigating issue
    key knowledge large large-scale layer learned learner learning level limit limitation line
    literature long loss low lower major measure mechanism method metric model multi multiple
    natural nature number numerous objective open-source optimal order outcome output paper
    paradigm parameter part pattern performance perspective phase phenomenon point position
    possibility potential power practical practice predict predicting presence principle problem
    process processing proof property proportion proprietary provide purpose quality quantity
    question range rate reach real real-world reason recipe region relation relationship
    relative reliability reliable report representation requirement research resource result
    robust robustness role sample scale scaling scenario scheme scope selected selection
    sequence series set setting shape show signal significance simple single size small source
    space specific stage standard state state-of-the-art step strategy strength strong structure
    study style subsequent success successful suite supervision support system target task
    technical technique term test theory time token tool tracking train trained training
    transition trend trial type understanding unified unit usage use user value variable
    variation variety varying vector version view viewpoint way weakness weight whole wide word
    work world
    """
)
