import { wireEngines } from '../../src/wire'
import { serve } from '../worker-process'
import { type Replay, type ReplayQuestion, replay } from './replay'

const engines = wireEngines()

serve<ReplayQuestion, Replay>((question) => replay(engines, question))
