/** Where GitHub finds the pipeline, and what the tokens of its jobs name. */
export const workflowFile = '.github/workflows/deploy.yml';
