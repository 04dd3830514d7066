import '../../shared/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/dialog.css'
import './styles/lists.css'
import './styles/shell.css'
import './styles/door.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app'
import { client } from './client'
import { TextProvider } from './text'

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <TextProvider>
        <QueryClientProvider client={client}>
          <App />
        </QueryClientProvider>
      </TextProvider>
    </StrictMode>,
  )

// biome-ignore lint/complexity/noUselessEmptyExport: the package says commonjs, so the bundler would take a file without it for that, and keep everything in it that nobody uses
export {}
